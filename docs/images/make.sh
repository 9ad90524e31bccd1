#!/usr/bin/env bash
# Makes the pictures of the README again: runs the two samples and draws their first charts as SVG.
set -euo pipefail
cd "$(dirname "$0")/../.."
for sample in linear logistic; do
  dotnet run "samples/$sample.cs"
  npm --prefix web run --silent svg -- "$sample.html" docs/images 100-points
done
