# One file, three images: docker build --target web . (or bot, or sandbox)
ARG NODE_IMAGE=docker.io/library/node:24.21.0-bookworm-slim

# Everything built once, with the development dependencies; nothing of this stage is shipped as it is.
FROM ${NODE_IMAGE} AS build
WORKDIR /repo
ENV TURBO_TELEMETRY_DISABLED=1
COPY . .
RUN npm ci --ignore-scripts --no-audit --no-fund && npx --no-install turbo run build
# Per image: the workspaces it needs, their production dependencies, and what was built of them.
RUN set -e; \
    for name in web bot sandbox; do \
      npx --no-install turbo prune "@bellwire/$name" --docker --out-dir "/pruned/$name"; \
      cp .npmrc "/pruned/$name/json/"; \
      (cd "/pruned/$name/json" && npm ci --omit=dev --ignore-scripts --no-audit --no-fund); \
      for folder in apps/* apps/web/console packages/*; do \
        if [ -d "$folder/dist" ] && [ -d "/pruned/$name/json/$folder" ]; then \
          cp -R "$folder/dist" "/pruned/$name/json/$folder/"; \
        fi; \
      done; \
    done

FROM ${NODE_IMAGE} AS runtime
ENV NODE_ENV=production
WORKDIR /app
USER node

FROM runtime AS web
COPY --from=build /pruned/web/json /app
EXPOSE 3000
CMD ["node", "apps/web/dist/main.js"]

FROM runtime AS bot
COPY --from=build /pruned/bot/json /app
EXPOSE 3001
CMD ["node", "apps/bot/dist/main.js"]

FROM runtime AS sandbox
COPY --from=build /pruned/sandbox/json /app
EXPOSE 8081
CMD ["node", "packages/sandbox/dist/main.js", "--host", "0.0.0.0", "--port", "8081"]
