# Validate the profiles of the repository in the current folder, or those that a pull request changes.
# Called by action.yml; written for the bash 3.2 of macOS, too. Exit codes: those of `actgraph validate`.
set -euo pipefail
exec 2>&1 # one stream keeps its order
export GIT_GLOB_PATHSPECS=1
actgraph=$RUNNER_TEMP/actgraph/bin/actgraph
[ -e "$actgraph" ] || actgraph=$RUNNER_TEMP/actgraph/Scripts/actgraph.exe # Windows
list=$RUNNER_TEMP/actgraph.list

stop() { # say what is wrong and what to do
  printf 'actgraph: %s\n  %s\n' "$1" "$2"
  exit 2
}

case $SARIF_FILE in
  '' | -* | *$'\n'*) stop "the input sarif-file names no file" "Write a name such as actgraph.sarif." ;;
esac
rm -f "$SARIF_FILE"
git rev-parse HEAD > "$list" || stop "this folder is no git repository" "Run actions/checkout before this action."

globs=()
while IFS= read -r line; do
  line=${line%$'\r'}
  [ -z "$line" ] || globs+=("$line")
done <<< "$PROFILES"
[ ${#globs[@]} -gt 0 ] || stop "the input profiles is empty" "Write one glob on each line, such as profiles/*.yaml."
git ls-files -z -- "${globs[@]}" > "$list"
[ -s "$list" ] || stop "no tracked file matches the input profiles" "Correct the globs, or add a profile."

if [ "$CHANGED_ONLY" = true ] && [ -n "$BASE" ]; then
  # actions/checkout fetches one commit alone.
  if git cat-file -e "$BASE^{commit}" 2> /dev/null || git fetch -q --no-tags --depth=1 origin "$BASE"; then
    git diff -z --relative --name-only --no-renames --diff-filter=d "$BASE" HEAD -- "${globs[@]}" > "$list"
  else
    echo "actgraph: the commit $BASE cannot be fetched, so all profiles are validated"
  fi
fi

files=()
while IFS= read -r -d '' file; do
  [ ! -L "$file" ] || stop "$(printf %q "$file") is a symbolic link, which is not read" "Put the profile itself there."
  files+=("./$file") # no name is an option, and - is not standard input
done < "$list"

code=0
if [ ${#files[@]} -eq 0 ]; then
  echo "actgraph: no profile has changed, so none is validated"
  echo '{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "actgraph"}}, "results": []}]}' > "$SARIF_FILE"
else
  options=(--fail-on "$FAIL_ON")
  [ -z "$DAY" ] || options+=(--on "$DAY")
  # What is printed may quote a profile: none of its lines is a command of the runner.
  token=$("${actgraph%actgraph*}python" -c 'import secrets; print(secrets.token_hex())')
  echo "::stop-commands::$token"
  "$actgraph" validate -f sarif -o "$SARIF_FILE" "${options[@]}" -- "${files[@]}" || code=$?
  # The same for people; what cannot be read was told already.
  [ $code -gt 1 ] || "$actgraph" validate "${options[@]}" -- "${files[@]}" || true
  echo "::$token::"
fi
# Code scanning would close the alerts of a profile that cannot be read.
[ $code -gt 1 ] || echo "sarif-file=$SARIF_FILE" >> "$GITHUB_OUTPUT"
exit $code
