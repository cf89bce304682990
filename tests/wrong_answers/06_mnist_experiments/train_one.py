# %% wrong: the seed is not used | the seed is not used
def train_one(settings, seed, data):
    rng = np.random.default_rng(0)
    s = dict(settings)
    net = MLP((784, *s.pop("hidden"), 10), initialization=s.pop("initialization"), rng=rng)
    train(net, data, rng=rng, progress=False, **s)
    return net

# %% wrong: a generator without seed | cannot repeat|nobody can repeat
def train_one(settings, seed, data):
    rng = np.random.default_rng()
    s = dict(settings)
    net = MLP((784, *s.pop("hidden"), 10), initialization=s.pop("initialization"), rng=rng)
    train(net, data, rng=rng, progress=False, **s)
    return net

# %% wrong: the same initial weights for all seeds | same initial weights
def train_one(settings, seed, data):
    s = dict(settings)
    net = MLP((784, *s.pop("hidden"), 10), initialization=s.pop("initialization"), rng=np.random.default_rng(0))
    train(net, data, rng=np.random.default_rng(seed), progress=False, **s)
    return net

# %% wrong: sizes are fixed | hidden lists the hidden layers
def train_one(settings, seed, data):
    rng = np.random.default_rng(seed)
    s = {k: v for k, v in settings.items() if k not in ("hidden", "initialization")}
    net = MLP(rng=rng, initialization=settings["initialization"])
    train(net, data, rng=rng, progress=False, **s)
    return net

# %% wrong: input and output forgotten | with hidden =|stopped with
def train_one(settings, seed, data):
    rng = np.random.default_rng(seed)
    s = dict(settings)
    net = MLP(s.pop("hidden"), initialization=s.pop("initialization"), rng=rng)
    train(net, data, rng=rng, progress=False, **s)
    return net

# %% wrong: initialization is not handed on | settings\['initialization'\] has no effect
def train_one(settings, seed, data):
    rng = np.random.default_rng(seed)
    s = {k: v for k, v in settings.items() if k not in ("hidden", "initialization")}
    net = MLP((784, *settings["hidden"], 10), rng=rng)
    train(net, data, rng=rng, progress=False, **s)
    return net

# %% wrong: weight decay is not handed on | settings\['weight_decay'\] has no effect
def train_one(settings, seed, data):
    rng = np.random.default_rng(seed)
    net = MLP((784, *settings["hidden"], 10), initialization=settings["initialization"], rng=rng)
    train(net, data, settings["epochs"], settings["batch_size"], settings["eta"], rng=rng, progress=False,
          schedule=settings["schedule"], input_noise=settings["input_noise"])
    return net

# %% wrong: settings of the example, whatever is asked for | has no effect|hidden lists
def train_one(settings, seed, data):
    rng = np.random.default_rng(seed)
    net = MLP((784, *settings["hidden"], 10), initialization=settings["initialization"], rng=rng)
    train(net, data, 6, 25, 0.1, rng=rng, progress=False)
    return net

# %% wrong: trains on the validation images, too | validation images are for choosing
def train_one(settings, seed, data):
    rng = np.random.default_rng(seed)
    s = dict(settings)
    net = MLP((784, *s.pop("hidden"), 10), initialization=s.pop("initialization"), rng=rng)
    X, y = np.concatenate([data.X_train, data.X_valid]), np.concatenate([data.y_train, data.y_valid])
    train(net, (X, y), rng=rng, progress=False, **s)
    return net

# %% wrong: trains on the test images, too | test images only: it was trained on them
def train_one(settings, seed, data):
    rng = np.random.default_rng(seed)
    s = dict(settings)
    net = MLP((784, *s.pop("hidden"), 10), initialization=s.pop("initialization"), rng=rng)
    X, y = np.concatenate([data.X_train, data.X_test]), np.concatenate([data.y_train, data.y_test])
    train(net, (X, y), rng=rng, progress=False, **s)
    return net

# %% wrong: returns the record | returned the record
def train_one(settings, seed, data):
    rng = np.random.default_rng(seed)
    s = dict(settings)
    net = MLP((784, *s.pop("hidden"), 10), initialization=s.pop("initialization"), rng=rng)
    return train(net, data, rng=rng, progress=False, **s)

# %% wrong: trains one network and returns another | was it trained
def train_one(settings, seed, data):
    rng = np.random.default_rng(seed)
    s = dict(settings)
    net = MLP((784, *s.pop("hidden"), 10), initialization=s.pop("initialization"), rng=rng)
    fresh = MLP(net.sizes, rng=rng)
    train(fresh, data, rng=rng, progress=False, **s)
    return net

# %% wrong: takes entries out of the caller's settings | changed its argument .* in place
def train_one(settings, seed, data):
    rng = np.random.default_rng(seed)
    net = MLP((784, *settings.pop("hidden"), 10), initialization=settings.pop("initialization"), rng=rng)
    train(net, data, rng=rng, progress=False, **settings)
    return net

# %% right: argument by argument
def train_one(settings, seed, data):
    rng = np.random.default_rng(seed)
    sizes = [784] + list(settings["hidden"]) + [10]
    net = MLP(sizes, initialization=settings["initialization"], rng=rng)
    train(net, data, settings["epochs"], settings["batch_size"], settings["eta"], rng=rng, progress=False,
          schedule=settings["schedule"], weight_decay=settings["weight_decay"], input_noise=settings["input_noise"])
    return net

# %% right: two generators, both from the seed; a pair for the data
def train_one(settings, seed, data):
    one, two = np.random.default_rng(seed).spawn(2)
    s = dict(settings)
    net = MLP((784, *s.pop("hidden"), 10), initialization=s.pop("initialization"), rng=one)
    train(net, (data.X_train, data.y_train), rng=two, progress=False, **s)
    return net

# %% right: keeps the best network by validation
def train_one(settings, seed, data):
    rng = np.random.default_rng(seed)
    s = dict(settings)
    net = MLP((784, *s.pop("hidden"), 10), initialization=s.pop("initialization"), rng=rng)
    best = [np.inf, net.theta.copy()]

    def look(net, history):
        if history.valid_error[-1] <= best[0]:
            best[:] = history.valid_error[-1], net.theta.copy()

    train(net, data, rng=rng, progress=False, callbacks=[look], **s)
    net.theta[...] = best[1]
    return net
