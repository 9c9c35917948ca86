// Package deploy holds what claimwire is installed with: the container image's recipe, the Helm chart,
// what Kibana shows, and, at the top of the repository, docker-compose.yml. Import brings the saved
// objects into a Kibana. The tests hold each of the files against what will read it.
package deploy
