#!/bin/sh
# Rebuilds wwwroot/lib from the Sass source. For maintainers: needs node, npm, sha256sum, and for the fonts pyftsubset with brotli.
# The output is committed, so building Diwan needs none of these. Two runs give the same bytes.
#   ./build.sh          stylesheets
#   ./build.sh --fonts  stylesheets and fonts
set -eu
cd "$(dirname "$0")"
lib=../wwwroot/lib
npm ci --silent
mkdir -p "$lib/fonts"

npx sass --pkg-importer=node --style=compressed --no-source-map --no-charset sass/diwan.scss > "$lib/diwan.ltr.css"
npx rtlcss --silent "$lib/diwan.ltr.css" "$lib/diwan.rtl.css" > /dev/null
# What is left of the directives to rtlcss is of no use to a browser.
sed -i 's#/\*!*rtl:[^*]*\*/##g' "$lib/diwan.ltr.css" "$lib/diwan.rtl.css"

if [ "${1:-}" = --fonts ]; then
  from=node_modules/@fontsource/noto-sans-arabic
  arabic='U+0600-0603,U+060C,U+061B,U+061C,U+061F,U+0621-063A,U+0640-0652,U+0654-0655,U+0660-066D,U+0670-0671,U+0679,U+067E,U+0686,U+0698,U+06A4,U+06A9,U+06AF,U+06CC,U+06D4,U+06F0-06F9,U+FDFA,U+200C-200F,U+2066-2069,U+25CC'
  latin='U+0020-007E,U+00A0-00FF,U+2010-2015,U+2018-201D,U+2022,U+2026,U+2032-2033,U+20AC,U+2190-2193,U+2212,U+00D7'
  for weight in 400 700; do
    pyftsubset "$from/files/noto-sans-arabic-arabic-$weight-normal.woff2" --unicodes="$arabic" --layout-features='*' --flavor=woff2 --output-file="$lib/fonts/diwan-arabic-$weight.woff2"
    pyftsubset "$from/files/noto-sans-arabic-latin-$weight-normal.woff2" --unicodes="$latin" --layout-features='*' --flavor=woff2 --output-file="$lib/fonts/diwan-latin-$weight.woff2"
  done
  cp "$from/LICENSE" "$lib/fonts/OFL.txt"
fi

sum() { sha256sum "$lib/$1" | cut -d' ' -f1; }
{
  echo '{'
  echo '  "sources": ['
  echo '    { "package": "govuk-frontend", "version": "6.6.0", "licence": "MIT", "licenceText": "GOVUK-FRONTEND-LICENCE.txt", "use": "structure of the components, rebranded; no crown, crest or GDS Transport" },'
  echo '    { "package": "@fontsource/noto-sans-arabic", "version": "5.3.0", "licence": "OFL-1.1", "licenceText": "fonts/OFL.txt", "use": "subset to the letters, marks and digits needed" },'
  echo '    { "package": "sass", "version": "1.108.2", "licence": "MIT", "use": "build only" },'
  echo '    { "package": "rtlcss", "version": "4.3.0", "licence": "MIT", "use": "build only" }'
  echo '  ],'
  echo '  "files": ['
  first=1
  for file in diwan.ltr.css diwan.rtl.css fonts/diwan-arabic-400.woff2 fonts/diwan-arabic-700.woff2 fonts/diwan-latin-400.woff2 fonts/diwan-latin-700.woff2; do
    [ $first = 1 ] || echo ','
    first=0
    printf '    { "file": "%s", "sha256": "%s" }' "$file" "$(sum $file)"
  done
  printf '\n  ]\n}\n'
} > "$lib/manifest.json"
