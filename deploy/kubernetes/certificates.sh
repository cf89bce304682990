#!/bin/sh
# Make the certificates that scheduler, workers and formgrader know each other by, and put them into the cluster:
#
#     sh deploy/kubernetes/certificates.sh                 into the namespace "course"
#     sh deploy/kubernetes/certificates.sh --folder DIR    into a folder only, to look at or to try them out
#
# The authority's key is thrown away: nobody can make a fourth certificate. When they end, after a year, or when one
# may have been seen, run it again and restart the three: kubectl -n course rollout restart deploy -l part=grading
set -eu
umask 077
folder=""
[ "${1:-}" = "--folder" ] && folder="$2"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 -subj "/CN=course grading" \
    -keyout "$work/authority.key" -out "$work/ca.crt" 2>/dev/null
for who in scheduler worker client; do
    mkdir "$work/$who"
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=grading-$who" \
        -keyout "$work/$who/tls.key" -out "$work/$who.csr" 2>/dev/null
    openssl x509 -req -in "$work/$who.csr" -CA "$work/ca.crt" -CAkey "$work/authority.key" -days 365 \
        -set_serial "0x$(openssl rand -hex 16)" -out "$work/$who/tls.crt" 2>/dev/null
    cp "$work/ca.crt" "$work/$who/ca.crt"
done

for who in scheduler worker client; do
    if [ -n "$folder" ]; then
        mkdir -p "$folder/$who"
        cp "$work/$who"/* "$folder/$who/"
    else
        kubectl -n "${NAMESPACE:-course}" create secret generic "grading-tls-$who" --from-file="$work/$who" \
            --dry-run=client --output=yaml | kubectl apply --filename=-
    fi
done
