n_layer = = 3
n_head = 12)
batch_size =
text = 'no end
n_embd = 3 4
block_size = 012abc
x = 1 / 0
