"""What one does with a dataset's folder: check it, publish it. Each verb has a module of its own."""
