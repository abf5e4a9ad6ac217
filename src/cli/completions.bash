# Completes verbatim in bash: the program itself is asked at every Tab.
_verbatim() {
    local typed=${COMP_LINE:0:COMP_POINT} item kept dash
    local -a words
    # Bash takes words apart at colons, and queries are full of them: blanks alone part words here.
    # A backslash keeps a blank in its word, and is gone then, as in a command.
    # shellcheck disable=SC2162
    read -a words <<<"$typed"
    [[ $typed == *[[:space:]] && $typed != *\\[[:space:]] ]] && words+=("")
    typed=${words[${#words[@]} - 1]}
    # A single dash negates a word of a query: what is completed is the word.
    [[ $typed == -[!-]* ]] && dash=- words[${#words[@]} - 1]=${typed#-}
    # What stands before the last colon stays on the line.
    kept=
    [[ $COMP_WORDBREAKS == *:* && $typed == *:* ]] && kept=${typed%"${typed##*:}"}
    COMPREPLY=()
    while IFS= read -r -d $'\013' item || [[ -n $item ]]; do
        # In a query's marks and blanks the shell would see its own.
        printf -v item %q "$item"
        item=$dash$item
        COMPREPLY+=("${item#"$kept"}")
    done < <(
        _CLAP_IFS=$'\013' _CLAP_COMPLETE_INDEX=$((${#words[@]} - 1)) _CLAP_COMPLETE_COMP_TYPE=${COMP_TYPE:-9} \
            _CLAP_COMPLETE_SPACE=false VERBATIM_COMPLETE=bash "${words[0]}" -- "${words[@]}" 2>/dev/null
    )
    if [[ ${#COMPREPLY[@]} -eq 0 || ${COMPREPLY[0]} == *[:=/] ]]; then
        compopt -o nospace 2>/dev/null
    fi
    return 0
}
complete -o bashdefault -o default -F _verbatim verbatim
