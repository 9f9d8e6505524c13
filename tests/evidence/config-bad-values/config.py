n_layer = 6.5
dtype = 'bfloat'
bias = 'yes'
batch_size = 'eight'
flash = None
dropout = 3
