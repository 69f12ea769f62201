"""What is on a paper: for each kind, a function that answers its whole HTML page."""
