"""What is made of answers: documents and diagrams."""
