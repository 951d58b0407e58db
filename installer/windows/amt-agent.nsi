; Silent: amt-agent-setup.exe /S [properties] [/D=FOLDER]; docs/windows.md has them all.
; Exit code 0; 2 where AMT was to be set up and was not (what is installed stays, install.log says why); 3 the same with /REQUIREPROVISIONING,
; and the service was not started; 4 where the service did not start.
Target amd64-unicode
Unicode true
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "x64.nsh"

Name "amt-agent ${VERSION}"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\amt-agent"
RequestExecutionLevel admin
SetCompressor ${COMPRESSOR}
SetDateSave off
BrandingText "amt-agent ${VERSION}"
ShowInstDetails show
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

!define REG "Software\Microsoft\Windows\CurrentVersion\Uninstall\amt-agent"
Var Data
Var Log
Var Answers
Var Mei
Var Account

; Runs a command; what it was and its exit code are a line of setup.log. The code is in $0.
!macro Run WHAT COMMAND
  nsExec::Exec '${COMMAND}'
  Pop $0
  FileWrite $Log "${WHAT}: $0$\r$\n"
!macroend
!define Run "!insertmacro Run"

; A folder for SYSTEM and administrators only, whatever language they are called in
!macro Close FOLDER
  CreateDirectory "${FOLDER}"
  ${Run} "icacls ${FOLDER}" '"$SYSDIR\icacls.exe" "${FOLDER}" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F'
!macroend

; And for the service, where it has an account of its own
!macro Give FOLDER
  ${Run} "icacls ${FOLDER} for the service" '"$SYSDIR\icacls.exe" "${FOLDER}" /grant "NT SERVICE\amt-agent":(OI)(CI)M'
!macroend

; The property /NAME=VALUE, where it is given, as an answer KEY=VALUE. No value is a secret: those are in the files that it names.
!macro Answer NAME KEY
  ClearErrors
  ${GetOptions} $R0 "/${NAME}=" $1
  ${IfNot} ${Errors}
    StrCpy $Answers '$Answers "${KEY}=$1"'
  ${EndIf}
!macroend

; The program of a service that has just been told to stop: it cannot be replaced, nor taken away, before its process has ended
!macro TakeAway FILE
  ${ForEach} $9 1 100 + 1
    ClearErrors
    ${IfNot} ${FileExists} "${FILE}"
      ${ExitFor}
    ${EndIf}
    Delete "${FILE}"
    ${IfNot} ${Errors}
      ${ExitFor}
    ${EndIf}
    Sleep 250
  ${Next}
!macroend

; A tray that runs in this session, by its window (platform/native/icon-window.ts): it keeps node.exe in use
!macro CloseTray
  ${ForEach} $9 1 40 + 1
    FindWindow $8 "AmtAgentTray"
    ${If} $8 = 0
      ${ExitFor}
    ${EndIf}
    SendMessage $8 16 0 0 /TIMEOUT=5000
    Sleep 250
  ${Next}
!macroend

Section
  SetRegView 64
  SetShellVarContext all
  StrCpy $Data "$APPDATA\amt-agent"
  ${GetParameters} $R0
  ${GetOptions} $R0 "/MEI=" $Mei
  ${GetOptions} $R0 "/ACCOUNT=" $Account
  ${If} $Account != ""
  ${AndIf} $Account != "system"
  ${AndIf} $Account != "virtual"
    DetailPrint "/ACCOUNT=$Account is neither system nor virtual. Nothing was installed."
    SetErrorLevel 1
    Quit
  ${EndIf}

  CreateDirectory "$Data\log"
  FileOpen $Log "$Data\log\setup.log" w
  FileWrite $Log "amt-agent ${VERSION}$\r$\n"
  ; An upgrade: the program may not be replaced while it runs
  ${Run} "stop the service, if there is one" '"$SYSDIR\net.exe" stop amt-agent'
  !insertmacro CloseTray
  !insertmacro TakeAway "$INSTDIR\node.exe"
  SetOutPath "$INSTDIR"
  File /r "${TREE}\*.*"

  ${Run} "icacls $Data" '"$SYSDIR\icacls.exe" "$Data" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX'
  !insertmacro Close "$Data\admin"
  !insertmacro Close "$Data\state"
  !insertmacro Close "$Data\spool"
  !insertmacro Close "$Data\log"

  StrCpy $2 '\"$INSTDIR\node.exe\" \"$INSTDIR\amt-agent.cjs\" serve --windows-service'
  ${If} $Mei != ""
    StrCpy $2 '$2 --mei \"$Mei\"'
  ${EndIf}
  StrCpy $3 ""
  ${If} $Account == "virtual"
    StrCpy $3 ' obj= "NT SERVICE\amt-agent"'
  ${ElseIf} $Account == "system"
    StrCpy $3 ' obj= LocalSystem'
  ${EndIf}
  ${Run} "sc create" '"$SYSDIR\sc.exe" create amt-agent binPath= "$2" start= auto DisplayName= "Intel AMT agent"$3'
  ${If} $0 != 0
    ; It is there: an upgrade, which leaves the account as it is unless one is named
    ${Run} "sc config" '"$SYSDIR\sc.exe" config amt-agent binPath= "$2" start= auto$3'
  ${EndIf}
  ${Run} "sc description" '"$SYSDIR\sc.exe" description amt-agent "Shows the truth about Intel AMT on this PC"'
  ; Also after it ended by itself with an error, not only after a crash
  ${Run} "sc failure" '"$SYSDIR\sc.exe" failure amt-agent reset= 86400 actions= restart/5000/restart/30000/restart/300000'
  ${Run} "sc failureflag" '"$SYSDIR\sc.exe" failureflag amt-agent 1'
  ; SYSTEM's rights to the device and the folders are enough: none of its privileges but the one that everybody has
  ${Run} "sc privs" '"$SYSDIR\sc.exe" privs amt-agent SeChangeNotifyPrivilege'
  ${If} $Account == "virtual"
    !insertmacro Give "$Data\state"
    !insertmacro Give "$Data\spool"
    !insertmacro Give "$Data\log"
  ${EndIf}

  WriteRegStr HKLM "SYSTEM\CurrentControlSet\Services\EventLog\Application\amt-agent" "EventMessageFile" "$SYSDIR\EventCreate.exe"
  WriteRegDWORD HKLM "SYSTEM\CurrentControlSet\Services\EventLog\Application\amt-agent" "TypesSupported" 7
  WriteRegStr HKLM "Software\Microsoft\Windows\CurrentVersion\Run" "amt-agent" '"$INSTDIR\amt-agent-tray.exe"'
  CreateShortcut "$SMPROGRAMS\Intel AMT status.lnk" "$INSTDIR\node.exe" '"$INSTDIR\amt-agent.cjs" window'

  WriteRegStr HKLM "${REG}" "DisplayName" "amt-agent"
  WriteRegStr HKLM "${REG}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${REG}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${REG}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${REG}" "NoModify" 1
  WriteUninstaller "$INSTDIR\uninstall.exe"

  ; Before the service starts: the ME is this command's alone, and no secret goes through a pipe whose owner cannot be checked.
  ; The password that is made goes into admin\, and never here
  StrCpy $Answers ""
  !insertmacro Answer "ANSWERS" "answers"
  !insertmacro Answer "PROVISION" "provision"
  !insertmacro Answer "PFX" "pfx"
  !insertmacro Answer "PFXPASSWORDFILE" "pfx_password_file"
  !insertmacro Answer "PROFILE" "profile"
  !insertmacro Answer "URL" "url"
  !insertmacro Answer "SERVERCA" "server_ca"
  !insertmacro Answer "PASSWORDFILE" "password_file"
  !insertmacro Answer "MEBXPASSWORDFILE" "mebx_password_file"
  !insertmacro Answer "TIMEOUT" "timeout"
  !insertmacro Answer "MEI" "mei"
  ClearErrors
  ${GetOptions} $R0 "/REQUIREPROVISIONING" $1
  ${IfNot} ${Errors}
    StrCpy $Answers '$Answers "require=yes"'
  ${EndIf}
  Delete "$Data\log\install.log"
  ${Run} "set AMT up" '"$INSTDIR\node.exe" "$INSTDIR\provision.cjs" "log=$Data\log\install.log"$Answers'
  StrCpy $4 $0
  ${If} $4 != 0
    DetailPrint "AMT was not set up: $Data\log\install.log says why."
    ${If} $4 != 3
      StrCpy $4 2
    ${EndIf}
    SetErrorLevel $4
  ${EndIf}

  ClearErrors
  ${GetOptions} $R0 "/NOSTART" $1
  ${If} ${Errors}
  ${AndIf} $4 != 3
    ${Run} "start the service" '"$SYSDIR\net.exe" start amt-agent'
    ${If} $0 != 0
      DetailPrint "The service did not start: $Data\log\service.log says why."
      SetErrorLevel 4
    ${EndIf}
  ${EndIf}
  FileClose $Log
SectionEnd

Section "Uninstall"
  SetRegView 64
  SetShellVarContext all
  nsExec::Exec '"$SYSDIR\net.exe" stop amt-agent'
  Pop $0
  !insertmacro CloseTray
  !insertmacro TakeAway "$INSTDIR\node.exe"
  nsExec::Exec '"$SYSDIR\sc.exe" delete amt-agent'
  Pop $0
  DeleteRegKey HKLM "SYSTEM\CurrentControlSet\Services\EventLog\Application\amt-agent"
  DeleteRegValue HKLM "Software\Microsoft\Windows\CurrentVersion\Run" "amt-agent"
  DeleteRegKey HKLM "${REG}"
  Delete "$SMPROGRAMS\Intel AMT status.lnk"
  ; Only what was installed; admin\ holds the passwords that were made for AMT, and stays
  !include "${FILES}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  RMDir /r "$APPDATA\amt-agent\state"
  RMDir /r "$APPDATA\amt-agent\spool"
  RMDir /r "$APPDATA\amt-agent\log"
  RMDir "$APPDATA\amt-agent\admin"
  RMDir "$APPDATA\amt-agent"
SectionEnd
