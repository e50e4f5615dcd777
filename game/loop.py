"""Fixed ticks and drawing, nothing else: 60 ticks a second of session time, however often the screen is drawn."""
