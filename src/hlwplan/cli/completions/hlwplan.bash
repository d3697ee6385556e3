# Completion of hlwplan for bash 4.4 or newer.  The program is asked with the line up to the cursor, and with the text
# that readline will replace.  It answers `words` and the words, ready to be inserted, or `files`.
_hlwplan() {
    local -a answer=()
    mapfile -t answer < <(_HLWPLAN_COMPLETE=bash "${1/#~\//"$HOME"/}" "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
    COMPREPLY=("${answer[@]:1}")
    if [[ ${answer[0]-} == files ]]; then
        compopt -o default
    fi
}
complete -o nosort -F _hlwplan hlwplan
