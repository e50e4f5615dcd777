"""What tests/bench/accuracy.py measures, a module for each set of data."""
