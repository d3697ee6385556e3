# Completion of hlwplan for fish 3.1 or newer.  The program is asked with the line up to the cursor.  It answers `words`
# and the words, each with a tab and what it means, or `files`.
function __hlwplan_complete
    set -l program (string replace -r '^~/' -- "$HOME/" (commandline -opc)[1])
    set -l line (commandline -cp | string collect)
    set -l answer (env _HLWPLAN_COMPLETE=fish $program "$line" 2>/dev/null)
    if test "$answer[1]" = files
        set -l word (commandline -ct)
        set -l option (string match -r -- '^--[^=]+=' $word)
        string join \n -- "$option"(__fish_complete_path (string replace -- "$option" '' $word))
    else
        string join \n -- $answer[2..-1]
    end
end
complete -c hlwplan -f -k -a '(__hlwplan_complete)'
