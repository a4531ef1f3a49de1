"""The Littlest JupyterHub: what trainers get. NOT RUN by the project's tests, which have no such hub.

Copy it to /opt/tljh/config/jupyterhub_config.d/iepkit.py, then: sudo tljh-config reload hub
"""

c = get_config()

# A JupyterLab server takes 81 MB and a kernel that shows iepkit 68 MB, more with its tables (pandas): docs/deploy.md.
# This leaves room for five notebooks at once.
c.Spawner.mem_limit = "768M"
c.Spawner.cpu_limit = 1.0

# Their own copy of the notebooks and the content, from /etc/skel/iepkit.
c.Spawner.default_url = "/lab/tree/iepkit/notebooks/explore.ipynb"
