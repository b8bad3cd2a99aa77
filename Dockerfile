# One image for migrate, worker, bot and api; which one it is, the command says.
FROM python:3.11-slim AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN /venv/bin/pip wheel --no-cache-dir --no-deps -w /wheels . && /venv/bin/pip install --no-cache-dir --no-deps /wheels/*.whl

FROM python:3.11-slim
# tini collects orphans and passes signals on, so that a stop is a graceful one.
RUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --uid 10001 otklik
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LOG_FORMAT=json
WORKDIR /home/otklik
USER otklik
ENTRYPOINT ["tini", "--", "otklik"]
CMD ["--help"]
