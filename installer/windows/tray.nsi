; Starts the tray beside it, without the console window that Windows gives node.exe.
Target amd64-unicode
Unicode true
Name "amt-agent tray"
OutFile "${OUT}"
RequestExecutionLevel user
SilentInstall silent
SetDateSave off

Section
  SetOutPath "$EXEDIR"
  ExecShell "open" "$EXEDIR\node.exe" '"$EXEDIR\amt-agent.cjs" tray' SW_HIDE
SectionEnd
