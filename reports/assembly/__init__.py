"""What a report says of its year: for each subject one module that reads it as at a day."""
