#!/bin/sh
# Programs of offices open the workbooks of a folder and save them, with nobody to type: sh convert.sh FOLDER OUT
set -eu
folder=$1 out=$2
list=$out/exceljs/list.xlsx

gnumeric() { # program, exporter
  mkdir -p "$out/$1"
  ssconvert -T "$2" "$folder/changed.xlsx" "$out/$1/answers.xlsx" 2>/dev/null
  ssconvert -T "$2" "$folder/sealed.xlsx" "$out/$1/sealed.xlsx" 2>/dev/null
  ssconvert -T "$2" "$list" "$out/$1/list.xlsx" 2>/dev/null
}

libreoffice() { # program, filter
  mkdir -p "$out/$1"
  soffice "-env:UserInstallation=file://$out/profile" --headless --convert-to "xlsx:$2" --outdir "$out/$1" \
    "$folder/changed.xlsx" "$folder/sealed.xlsx" "$list" >/dev/null
  mv "$out/$1/changed.xlsx" "$out/$1/answers.xlsx"
}

gnumeric gnumeric-2007 Gnumeric_Excel:xlsx
gnumeric gnumeric-2010 Gnumeric_Excel:xlsx2
libreoffice libreoffice "Calc MS Excel 2007 XML"
libreoffice libreoffice-ooxml "Calc Office Open XML"
rm -r "$out/profile"
