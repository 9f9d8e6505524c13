n_layer = (3 +
n_head = 4
