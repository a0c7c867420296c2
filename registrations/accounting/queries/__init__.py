"""Reading the books: documents, movements, figures, taxes, what does not add up."""
