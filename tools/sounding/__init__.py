"""How the game's sounds are made: a bench of arithmetic; notes, cues, creatures, water and air, music; the files."""
