# Completes verbatim in bash: the program itself is asked at every Tab.
_verbatim() {
    local typed=${COMP_LINE:0:COMP_POINT} word= begun= open= before= char item kept dash i
    local -a words
    # Bash takes words apart at colons, and queries are full of them: blanks outside quotation marks part words here.
    for ((i = 0; i < ${#typed}; i++)); do
        char=${typed:i:1}
        if [[ $char == "$open" ]]; then
            open=
        elif [[ $char == \\ && $open != \' ]]; then
            begun=1 i=$((i + 1))
            word+=${typed:i:1}
        elif [[ -n $open ]]; then
            word+=$char
        elif [[ $char == [\'\"] ]]; then
            open=$char before=$word begun=1
        elif [[ $char == [[:space:]] ]]; then
            [[ -n $begun ]] && words+=("$word")
            word= begun=
        else
            begun=1
            word+=$char
        fi
    done
    words+=("$word")
    # A single dash negates a word of a query: what is completed is the word.
    [[ $word == -[!-]* ]] && dash=- words[${#words[@]} - 1]=${word#-}
    # What Bash takes for an earlier word stays on the line: all before an open mark, else before the last colon.
    kept=
    if [[ -n $open ]]; then
        kept=$before
    elif [[ $COMP_WORDBREAKS == *:* && $word == *:* ]]; then
        kept=${word%"${word##*:}"}
    fi
    COMPREPLY=()
    while IFS= read -r -d $'\013' item || [[ -n $item ]]; do
        item=$dash$item
        [[ $item == "$kept"* ]] || continue
        item=${item#"$kept"}
        # In a query's marks and blanks the shell would see its own.
        case $open in
        \") item=${item//\\/\\\\} item=${item//\"/\\\"} ;;
        \') [[ $item == *\'* ]] && continue ;;
        *) printf -v item %q "$item" ;;
        esac
        COMPREPLY+=("$item")
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
