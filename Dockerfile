# Parity as a container: SQLite in the volume /data, or PostgreSQL by PARITY_DATABASE_URL.
# Both stages stand in the same folder, because an environment of Python holds its own path.

FROM python:3.11-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/parity
# Only what set-up reads: a change of the code alone does not install everything anew.
COPY Makefile pyproject.toml package.json package-lock.json .npmrc ./
COPY .setup .setup
COPY requirements requirements
RUN make image-files

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 parity \
    && useradd --uid 10001 --gid parity --no-create-home --shell /usr/sbin/nologin parity \
    && install -d -o parity -g parity /data
WORKDIR /srv/parity
COPY --from=build /srv/parity/.venv .venv
COPY pyproject.toml CHANGELOG.md ./
COPY migrations migrations
COPY questionnaires questionnaires
COPY scoring scoring
COPY exports exports
COPY app app
COPY --from=build /srv/parity/app/web/static/vendor app/web/static/vendor
# Compiled once here, since the user below may not write into the code.
RUN .venv/bin/python -m compileall -q app exports scoring questionnaires
ENV PATH=/srv/parity/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PARITY_DATA_DIR=/data
VOLUME /data
EXPOSE 8000
# By number, so that an orchestrator can see that this is not root.
USER 10001
# Patient, so that a machine whose cores are busy is not taken for a server that is dead.
HEALTHCHECK --interval=30s --timeout=30s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=25)"]
# 0.0.0.0 is right in here only: the container decides what is reachable from outside.
CMD ["parity", "serve", "--migrate", "--host", "0.0.0.0", "--port", "8000"]
