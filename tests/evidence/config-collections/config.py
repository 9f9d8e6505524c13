betas = (0.9, 0.95)
layers = [1, 2, {'a': None}]
empty = ()
batch_size = (8)
