"""What reports add to the pages of the apps below."""
