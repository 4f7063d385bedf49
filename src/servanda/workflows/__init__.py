"""The only place where the stages meet: what a user asks for, from input to answer."""
