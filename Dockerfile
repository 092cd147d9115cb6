# Build: the wheel, with its browser assets; run: Python, the wheel, nothing else.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN pip install --no-cache-dir --require-hashes -r requirements/build.txt \
 && pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels .

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 COMPTOIR_DATA=/data \
    MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=262144 MALLOC_TRIM_THRESHOLD_=262144
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 1000 comptoir && mkdir /data && chown comptoir /data
COPY requirements/run.txt /tmp/run.txt
RUN pip install --no-cache-dir --require-hashes -r /tmp/run.txt
COPY --from=build /wheels /tmp/wheels
RUN pip install --no-cache-dir --no-deps /tmp/wheels/*.whl && rm -rf /tmp/wheels /tmp/run.txt
USER comptoir
VOLUME /data
EXPOSE 8000
CMD ["sh", "-c", "crm upgrade && exec gunicorn crm.wsgi:application --bind 0.0.0.0:8000 --worker-class gthread --workers ${WEB_WORKERS:-2} --threads ${WEB_THREADS:-8} --keep-alive 5 --max-requests 5000 --max-requests-jitter 500"]
