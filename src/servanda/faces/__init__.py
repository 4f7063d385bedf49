"""What people and programs see: thin, without SQL, each answer taken from a workflow."""
