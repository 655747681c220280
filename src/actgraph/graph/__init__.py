"""The graph of one day: catalogue, store, nodes, vocabulary."""
