"""Which claims tell of one thing: blocks, declared features, scores with their reasons, clusters."""
