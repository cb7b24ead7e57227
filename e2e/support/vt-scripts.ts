/**
 * What a terminal must get right, as commands for bash on a terminal that changes nothing on the way (`stty -opost`). `$rows` and
 * `$cols` hold its size. After "the VT100 test program", but each ends with a screen to look at.
 */
export const vtScripts: Record<string, string> = {
  'the cursor goes where it is told, and no further than the edges': String.raw`
printf '\033[5;10HCUP\033[3;4fHVP\033[10GCHA\033[8dVPA'
printf '\033[12;12Ho\033[2Au\033[2Cr\033[2Bd\033[3Dl'
printf '\033[14;5Hn\033[2Enext\033[3Fprev\033[4ahpr\033[2evpr'
printf '\033[999;999H\033[999D<\033[999A\033[999C^\033[999;1Hv\033[0;0Hx\033[999Bw'
printf '\033[10;30H\0337\033[2;2H\033[1msaved\0338here\033[11;30H\033[s\033[1;1H\033[uthere'
printf '\r\ta\bb\vc\fd\033[7;40H'`,

  'erasing: parts of the screen, of a line, of cells': String.raw`
printf '\033#8\033[5;10H\033[1J\033[12;20H\033[0J'
printf '\033[6;30H\033[K\033[7;30H\033[1K\033[8;5H\033[2K\033[9;8H\033[12X\033[10;3H\033[41m\033[5X\033[K\033[m'
printf '\033[3;3Hat the end'`,

  'erasing up to the very last cell, on a screen without scrollback': String.raw`
printf '\033[?1049h\033#8\033[999;999H\033[1J\033[2;2Hall gone'`,

  'inserting and deleting characters and lines': String.raw`
for i in $(seq 1 12); do printf '\033[%d;1Hline %02d abcdefghijklmnopqrstuvwxyz' $i $i; done
printf '\033[2;9H\033[4@new\033[3;9H\033[5P\033[4;9H\033[4hinserted \033[4l'
printf '\033[6;1H\033[2Ltwo lines above\033[10;1H\033[M\033[999;1Hlast\033[1;1H\033[999@\033[5;1H\033[999P'
printf '\033[2;999Hz\033[D\033[3@\033[20;1H\033[99L\033[21;1H\033[99Mend'`,

  'scroll regions': String.raw`
for i in $(seq 1 $rows); do printf '\033[%d;1Hrow %02d' $i $i; done
printf '\033[4;9r\033[9;1H\n\nlast of the region\033[4;1H\033M\033Mfirst of it'
printf '\033[6;1H\033[2Linserted\033[8;1H\033[Mdeleted\033[2S\033[1T'
printf '\033[12;1Houtside\n\033[2;1Habove\033M\033M\033Mtop\033[9;20H\033D\033Eindex'
printf '\033[5;5r\033[11;16r\033[16;1Hmany: '; for i in $(seq 1 30); do printf '\r\nscrolled %d' $i; done
printf '\033[r\033[999;1Hthe end\033[1;40H'`,

  'origin mode': String.raw`
for i in $(seq 1 $rows); do printf '\033[%d;1H%02d' $i $i; done
printf '\033[5;12r\033[?6h\033[1;5Hfirst\033[999;5Hlast\033[3;5H\0337\033[?6l\033[1;20Habsolute\0338restored'
printf '\033[?6h\033[2;30H\033[5dfifth\033[99Ahigh\033[99Blow\033[?6l\033[r\033[3;40Hfree'`,

  'DEC special graphics and other sets': String.raw`
printf '\033(0lqqqwqqqk\r\nx   x   x\r\ntqqqnqqqu\r\nx\033(B a \033(0x\033(B b \033(0x\r\nmqqqvqqqj\033(B\r\n'
printf '\033)0plain \016lqk\017 plain \016mqj\017 again\r\n'
printf '\033(0\140abcdefghijklmnopqrstuvwxyz{|}~\033(B\r\n'
printf '\033(Apound #\033(B hash #\r\n'
printf '\0337\033(0\016qqq\0338qqq \033*0\033nqq\033oqq\017qq\r\n'`,

  tabs: String.raw`
printf 'a\tb\tc\td\r\n\033[3Ithree\033[2Zback\r\n'
printf '\033[3g\033[1;5H\033H\033[1;12H\033H\033[1;30H\033H\033[4;1Ha\tb\tc\td\te\r\n'
printf '\033[6;12H\033[0g\033[6;1Ha\tb\tc\033[7;40H\033[Z<\033[Z<\033[Z<\033[8;1H\033[999I>'`,

  'the end of a line': String.raw`
line=$(printf '%*s' $((cols + 5)) '' | tr ' ' x)
printf '%s\r\n' "$line"
printf '\033[?7l%sYZ\033[?7h\r\n' "$line"
printf '\033[5;999Ha\033[5;999Hb\bc\033[6;999Hd\033[7;1H'
printf '\033[8;999He\rf\033[9;999Hg\033[Ah\033[11;999Hi\ni\033[14;999Hj\tk'
printf '\033[?45h\033[17;999Hwrapped\b\b\b\b\b\b\b\bback\033[?45l'
printf '\033[20;999Hl\033[Km\033[22;999Hn\033[31mo'`,

  'what scrolls away, and the screen after it': String.raw`
for i in $(seq 1 150); do printf 'number %d of many\r\n' $i; done
printf '\033[3J\033[5;1H\033[Jkept above\033[2;1H\033[3Mdeleted'
for i in $(seq 1 $rows); do printf '\r\nagain %d' $i; done
printf '\033[5A\033[2K\033[44mblue\033[K\033[m'`,

  'the alternate screen, while it is shown': String.raw`
printf 'on the first screen\r\n\033[10;10Hhere\033[?1049hin the home of the other\033[5;5Hother\033[7;7H'`,

  'the alternate screen, when it is gone': String.raw`
printf 'on the first screen\r\n\033[10;10Hhere\033[?1049h\033[2J\033[H\033[7mother\033[?1049l back'
printf '\033[12;1H\033[?47hx\033[?47l\033[?1047hy\033[?1047lz\033[?1048h\033[H\033[?1048lw'`,

  'looks and colours': String.raw`
printf '\033[1mbold\033[22m \033[3mitalic\033[23m \033[4munderlined\033[24m \033[9mstruck\033[29m \033[53mover\033[55m plain\r\n'
printf '\033[4:3mcurly\033[4:0m \033[21mtwice\033[24m \033[2mdim\033[22m \033[8mhidden\033[28m \033[5mblinks\033[25m\r\n'
for i in 0 1 2 3 4 5 6 7; do printf '\033[3%dm%d\033[9%dm%d\033[39m' $i $i $i $i; done
for i in 0 1 2 3 4 5 6 7; do printf '\033[4%dm %d \033[10%dm %d \033[49m' $i $i $i $i; done
printf '\r\n\033[7mswapped\033[31m red\033[27;39m not\033[m\r\n'
printf '\033[48;5;17m \033[48;2;1;2;3m \033[48:2::200:100:50m \033[48;5;229m\033[38;5;20mindexed\033[m\r\n'
printf '\033[44mto the end\033[K\033[m\r\n\033[1;3;4;7mall\033[0m none\033[;;;m\033[45m\033[2L\033[m'`,

  'wide and combining characters': String.raw`
printf '中文字|\r\nab中|\r\n한국어|\r\nカタカナ|ｶﾀ|\r\ne\314\201e\314\201\314\202|a\314\210o\r\n'
printf '😀|👩‍👩‍👧|🇨🇳|👍🏽|❤️|\r\nกำ|நி|क्षि|\r\n'
printf '\033[10;1H中文中文\033[10;2Hx\033[11;1H中文中文\033[11;3Hy\033[12;1H中文中文\033[12;4H\033[P'
printf '\033[13;1H中文中文\033[13;2H\033[@\033[14;1H中文中文\033[14;2H\033[2X\033[15;1H中文中文\033[15;6H\033[1K'
printf '\033[16;999H\033[1D中|\033[18;999H中|\033[?7l\033[20;999H中\033[?7h\033[21;1H中\b\bx\033[22;1H中\033[3bz'`,

  'characters that come in pieces, and bytes that are none': String.raw`
for c in '343\200|202' '344|270\255' '360\237|230\200' '360|237\230\200' '303|251' '302|200'; do
  printf '\033[1m'; printf "\\${'$'}{c%%|*}"; sleep 0.03; printf "\\${'$'}{c##*|}"; printf '\033[m|'
done
printf '\r\n\377\376x\300\200y\344\270z\355\240\200w\r\n'`,

  'what is repeated beyond reason': String.raw`
for i in $(seq 1 $rows); do printf '\033[%d;1Hrow %02d' $i $i; done
printf '\033[5;1H\033[2147483647L\033[3;1H\033[2147483647M\033[2147483647IT\033[2147483647ZZ'
printf '\033[2147483647S\033[2147483647Ta\033[1;1Hb\033[2147483647b\033[H\033[2147483647@\033[2147483647P\033[2147483647Xend'`,

  'resets, and what is not for the eye': String.raw`
printf '\033[5;10r\033[?6h\033[4h\033[7m\033[!p\033[3;1Hsoft\033[2;1Hreset\033[?25l'
printf '\033]0;a title\007\033]8;;http://localhost/\033\\linked\033]8;;\033\\ \033P1$r0m\033\\\033_app\033\\\033^pm\033\\'
printf '\033[?2026hdrawn together\033[?2026l\033[>4;1m\033[?1h\033=\033>\033[?1l\033[4 q\033[5 n\r\n'
printf '\033[99zunknown\033[?99999hmodes\033[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18mmany\033[m'`,
}
