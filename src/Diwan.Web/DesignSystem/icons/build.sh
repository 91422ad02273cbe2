#!/bin/sh
# Draws the icons of the institutions' applications: <institution>.svg here is the sign in white; ground and sizes are added. For maintainers: needs
# rsvg-convert (librsvg2-bin). The output is committed, so building Diwan needs none of it. Two runs give the same bytes.
set -eu
cd "$(dirname "$0")"
out=../../wwwroot/img/apps
mkdir -p "$out"
star='M24 3.500l6 6h8.500v8.500l6 6-6 6V38.500H30l-6 6-6-6H9.500V30l-6-6 6-6V9.500H18z'
for sign in *.svg; do
  id=${sign%.svg}
  colour=$(sed -n "/^  - id: $id\$/,/^    app:/s/.*colour: \"\\(#[0-9a-f]*\\)\".*/\\1/p" ../../../../services/institutions.yaml)
  [ -n "$colour" ] || { echo "$id has no colour in services/institutions.yaml" >&2; exit 1; }
  inner=$(sed "s/class=\"ground\"/fill=\"$colour\"/g" "$sign")
  draw() { # file, pixels, corner, scale
    shift_=$(awk "BEGIN { print 24 * (1 - $4) }")
    printf '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" rx="%s" fill="%s"/><g transform="translate(%s %s) scale(%s)"><path d="%s" fill="#fff" fill-opacity=".14"/>%s</g></svg>' \
      "$3" "$colour" "$shift_" "$shift_" "$4" "$star" "$inner" | rsvg-convert -w "$2" -h "$2" -o "$out/$1"
  }
  draw "$id-192.png" 192 10 1
  draw "$id-512.png" 512 10 1
  # Cut to any shape by the telephone: what matters stays within the middle four fifths.
  draw "$id-maskable-512.png" 512 0 .74
done
