#!/bin/sh
# A shop in a shell: nothing but sh, curl and what every system has beside them.
set -eu

usage() {
  cat >&2 <<'USAGE'
shop.sh link USER [FILE]          an address that makes one chat this user's, once; its QR code goes into FILE (link.svg)
shop.sh notify USER ID MESSAGE    tells the user something; repeated with the same ID it is still sent once
shop.sh status ID [SECONDS]       what became of it, and why; waits for an end, up to so many seconds

BELLWIRE_URL, default http://127.0.0.1:3000; BELLWIRE_KEY, one of Bellwire's API_KEYS
USAGE
  exit 2
}

# call METHOD PATH [JSON]: the answer; Bellwire's own words on stderr when it refuses. What it is too busy for, and what
# was not answered, is asked again: with an ID that does no harm. The key comes by stdin, because every user of this
# machine can read the arguments of a command.
call() {
  status=0
  answer=$(
    printf 'header = "Authorization: Bearer %s"\n' "${BELLWIRE_KEY:-}" |
      curl --config - --silent --show-error --fail-with-body --max-time 40 --retry 3 --retry-connrefused \
        --request "$1" --header 'Content-Type: application/json' ${3+--data-raw "$3"} \
        "${BELLWIRE_URL:-http://127.0.0.1:3000}$2"
  ) || status=$?
  if [ "$status" -ne 0 ]; then
    printf '%s\n' "$answer" >&2
    exit 1
  fi
  printf '%s\n' "$answer"
}

# The first text of this name in JSON as Bellwire writes it. A quote within a text is written \", and so no end of a name.
field() { grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4; }

# A text as JSON writes it, its other control characters left out.
json() {
  printf '%s\n' "$1" | tr -d '\000-\010\013-\037\177' |
    sed -e ':a' -e '$!{' -e 'N' -e 'ba' -e '}' -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/	/\\t/g' -e 's/\n/\\n/g' \
      -e 's/^/"/' -e 's/$/"/'
}

# Every byte as %xx, which is right for any user id.
in_address() { printf '%s' "$1" | od -A n -v -t x1 | tr -d ' \n' | sed 's/../%&/g'; }

case "${1-} $#" in
'link 2' | 'link 3')
  link=$(call POST "/recipients/$(in_address "$2")/link" '{}')
  printf '%s' "$link" | field qr | sed 's/^data:image\/svg+xml;base64,//' | base64 -d >"${3-link.svg}"
  printf '%s' "$link" | field url
  printf 'The same as a QR code: %s\n' "${3-link.svg}"
  ;;
'notify 4')
  call POST /notifications \
    "{\"id\":$(json "$3"),\"user_id\":$(json "$2"),\"message\":$(json "$4"),\"via\":\"queue\"}" >/dev/null
  printf 'Accepted: %s\n' "$3"
  ;;
'status 2' | 'status 3')
  notification=$(call GET "/notifications/$(in_address "$2")?wait=${3-0}")
  # Without its history, which has reasons too.
  now=$(printf '%s' "$notification" | sed 's/,"timeline":\[.*//')
  printf '%s %s\n' "$(printf '%s' "$now" | field state)" "$(printf '%s' "$now" | field reason)"
  ;;
*) usage ;;
esac
