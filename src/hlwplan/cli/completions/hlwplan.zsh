# Completion of hlwplan for zsh, to be read after compinit.  The program is asked with the line up to the cursor.  It
# answers `words` and the words, each as _describe takes it, or `files`.  What it answers is never evaluated.
_hlwplan() {
    local program=${(Q)words[1]}
    local -a answer offers
    answer=("${(@f)$(_HLWPLAN_COMPLETE=zsh ${program/#\~\//$HOME/} \
        "${words[1,CURRENT-1]} $QIPREFIX$IPREFIX$PREFIX" 2>/dev/null)}")
    if [[ $answer[1] == files ]]; then
        compset -P '--*='
        _files
    else
        offers=("${(@)answer[2,-1]}")
        _describe -V hlwplan offers
    fi
}
compdef _hlwplan hlwplan
