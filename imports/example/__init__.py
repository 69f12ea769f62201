"""The made-up current cycle that a new user sees beside Halton's facts."""
