n_layer = 10 ** 10 ** 10
batch_size = 9 ** 5000
x = 1e999999
