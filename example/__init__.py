"""The made-up years that a new user sees beside Halton's facts, and a year that is played from the first day on."""
