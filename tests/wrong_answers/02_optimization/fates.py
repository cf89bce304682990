# %% wrong: 0.35 diverges from both | and [0-9.e-]+ away
fates = {"eta 0.25 from (-0.5, 1.5)": "converges", "eta 0.25 from (-0.5, 2)": "converges",
         "eta 0.35 from (-0.5, 1.5)": "diverges", "eta 0.35 from (-0.5, 2)": "diverges"}
curvature_at_start = np.linalg.eigvalsh(tiny_example.hessian([-0.5, 2.0])).max()

# %% wrong: 0.35 oscillates from both | beyond a million
fates = {"eta 0.25 from (-0.5, 1.5)": "converges", "eta 0.25 from (-0.5, 2)": "converges",
         "eta 0.35 from (-0.5, 1.5)": "oscillates", "eta 0.35 from (-0.5, 2)": "oscillates"}
curvature_at_start = np.linalg.eigvalsh(tiny_example.hessian([-0.5, 2.0])).max()

# %% wrong: 0.35 converges | and [0-9.e-]+ away
fates = {"eta 0.25 from (-0.5, 1.5)": "converges", "eta 0.25 from (-0.5, 2)": "converges",
         "eta 0.35 from (-0.5, 1.5)": "converges", "eta 0.35 from (-0.5, 2)": "diverges"}
curvature_at_start = np.linalg.eigvalsh(tiny_example.hessian([-0.5, 2.0])).max()

# %% wrong: 0.25 diverges from afar | 0.25 from \(-0.5, 2\).*away
fates = {"eta 0.25 from (-0.5, 1.5)": "converges", "eta 0.25 from (-0.5, 2)": "diverges",
         "eta 0.35 from (-0.5, 1.5)": "oscillates", "eta 0.35 from (-0.5, 2)": "diverges"}
curvature_at_start = np.linalg.eigvalsh(tiny_example.hessian([-0.5, 2.0])).max()

# %% wrong: another word | none of the words
fates = {"eta 0.25 from (-0.5, 1.5)": "converges", "eta 0.25 from (-0.5, 2)": "converges",
         "eta 0.35 from (-0.5, 1.5)": "explodes", "eta 0.35 from (-0.5, 2)": "diverges"}
curvature_at_start = np.linalg.eigvalsh(tiny_example.hessian([-0.5, 2.0])).max()

# %% wrong: curvature at the minimum | at the minimum
fates = {"eta 0.25 from (-0.5, 1.5)": "converges", "eta 0.25 from (-0.5, 2)": "converges",
         "eta 0.35 from (-0.5, 1.5)": "oscillates", "eta 0.35 from (-0.5, 2)": "diverges"}
curvature_at_start = 5.84

# %% wrong: entry of the Hessian | not an eigenvalue
fates = {"eta 0.25 from (-0.5, 1.5)": "converges", "eta 0.25 from (-0.5, 2)": "converges",
         "eta 0.35 from (-0.5, 1.5)": "oscillates", "eta 0.35 from (-0.5, 2)": "diverges"}
curvature_at_start = 8.08

# %% wrong: smaller eigenvalue | smaller eigenvalue
fates = {"eta 0.25 from (-0.5, 1.5)": "converges", "eta 0.25 from (-0.5, 2)": "converges",
         "eta 0.35 from (-0.5, 1.5)": "oscillates", "eta 0.35 from (-0.5, 2)": "diverges"}
curvature_at_start = np.linalg.eigvalsh(tiny_example.hessian([-0.5, 2.0])).min()

# %% wrong: curvature at the other start | other start
fates = {"eta 0.25 from (-0.5, 1.5)": "converges", "eta 0.25 from (-0.5, 2)": "converges",
         "eta 0.35 from (-0.5, 1.5)": "oscillates", "eta 0.35 from (-0.5, 2)": "diverges"}
curvature_at_start = np.linalg.eigvalsh(tiny_example.hessian([-0.5, 1.5])).max()

# %% wrong: not all words | still missing
fates = {"eta 0.25 from (-0.5, 1.5)": "converges", "eta 0.25 from (-0.5, 2)": "",
         "eta 0.35 from (-0.5, 1.5)": "", "eta 0.35 from (-0.5, 2)": ""}
curvature_at_start = 12.3

# %% wrong: a list | expected a dictionary
fates = ["converges", "converges", "oscillates", "diverges"]
curvature_at_start = np.linalg.eigvalsh(tiny_example.hessian([-0.5, 2.0])).max()

# %% right: capital letters, rounded
fates = {"eta 0.25 from (-0.5, 1.5)": "Converges", "eta 0.25 from (-0.5, 2)": "CONVERGES",
         "eta 0.35 from (-0.5, 1.5)": "oscillates ", "eta 0.35 from (-0.5, 2)": "diverges"}
curvature_at_start = 12.3

# %% right: in another order, by the spectral norm
fates = {"eta 0.35 from (-0.5, 2)": "diverges", "eta 0.35 from (-0.5, 1.5)": "oscillates",
         "eta 0.25 from (-0.5, 2)": "converges", "eta 0.25 from (-0.5, 1.5)": "converges"}
curvature_at_start = np.linalg.norm(tiny_example.hessian([-0.5, 2.0]), 2)
