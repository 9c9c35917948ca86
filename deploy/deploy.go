// Package deploy holds what claimwire is installed with: the container image's recipe and, at the top of
// the repository, docker-compose.yml. Its tests hold them against the real loader.
package deploy
