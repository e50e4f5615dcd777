"""A held-out set of films of our own: what is played, the bodies that play it, the room, and how it is scored."""
