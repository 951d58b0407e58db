; Silent: amt-agent-setup.exe /S [/PROVISION=none|ccm] [/MEI=WHICH] [/NOSTART] [/D=FOLDER]
; Exit code 0; 2 where AMT was to be set up and was not: what is installed stays, install.log says why.
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
Var Provision
Var Mei
Var Data
Var Code

; Only SYSTEM and administrators, whatever language they are called in
!macro Close FOLDER
  CreateDirectory "${FOLDER}"
  nsExec::Exec '"$SYSDIR\icacls.exe" "${FOLDER}" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F'
  Pop $0
!macroend

Section
  SetRegView 64
  SetShellVarContext all
  StrCpy $Data "$APPDATA\amt-agent"
  ${GetParameters} $R0
  ${GetOptions} $R0 "/PROVISION=" $Provision
  ${GetOptions} $R0 "/MEI=" $Mei

  ; An upgrade: the program may not be replaced while it runs
  nsExec::Exec '"$SYSDIR\net.exe" stop amt-agent'
  Pop $0
  SetOutPath "$INSTDIR"
  File /r "${TREE}\*.*"

  CreateDirectory "$Data"
  nsExec::Exec '"$SYSDIR\icacls.exe" "$Data" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX'
  Pop $0
  !insertmacro Close "$Data\admin"
  !insertmacro Close "$Data\state"
  !insertmacro Close "$Data\log"

  nsExec::Exec '"$SYSDIR\sc.exe" create amt-agent binPath= "\"$INSTDIR\amt-agent-service.exe\"" start= auto DisplayName= "Intel AMT agent"'
  Pop $0
  WriteRegStr HKLM "SYSTEM\CurrentControlSet\Services\EventLog\Application\amt-agent" "EventMessageFile" "$SYSDIR\EventCreate.exe"
  WriteRegDWORD HKLM "SYSTEM\CurrentControlSet\Services\EventLog\Application\amt-agent" "TypesSupported" 7
  WriteRegStr HKLM "Software\Microsoft\Windows\CurrentVersion\Run" "amt-agent" '"$INSTDIR\node.exe" "$INSTDIR\amt-agent.cjs" tray'
  CreateShortcut "$SMPROGRAMS\Intel AMT status.lnk" "$INSTDIR\node.exe" '"$INSTDIR\amt-agent.cjs" window'

  WriteRegStr HKLM "${REG}" "DisplayName" "amt-agent"
  WriteRegStr HKLM "${REG}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${REG}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${REG}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${REG}" "NoModify" 1
  WriteUninstaller "$INSTDIR\uninstall.exe"

  ClearErrors
  ${GetOptions} $R0 "/NOSTART" $0
  ${If} ${Errors}
    nsExec::Exec '"$SYSDIR\net.exe" start amt-agent'
    Pop $0
  ${EndIf}

  ${If} $Provision == "ccm"
    StrCpy $0 ""
    ${If} $Mei != ""
      StrCpy $0 ' --mei "$Mei"'
    ${EndIf}
    ; The password that is made goes into admin\, and never here
    ExecWait '"$SYSDIR\cmd.exe" /c ""$INSTDIR\amt-agent.cmd" activate --ccm --generate-password$0 >"$Data\log\install.log" 2>&1 <nul"' $Code
    ${If} $Code != 0
      DetailPrint "AMT was not set up (status $Code): $Data\log\install.log says why."
      SetErrorLevel 2
    ${EndIf}
  ${ElseIf} $Provision != ""
  ${AndIf} $Provision != "none"
    DetailPrint "/PROVISION=$Provision is neither none nor ccm. AMT was not touched."
    SetErrorLevel 2
  ${EndIf}
SectionEnd

Section "Uninstall"
  SetRegView 64
  SetShellVarContext all
  nsExec::Exec '"$SYSDIR\net.exe" stop amt-agent'
  Pop $0
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
  RMDir /r "$APPDATA\amt-agent\log"
  RMDir "$APPDATA\amt-agent\admin"
  RMDir "$APPDATA\amt-agent"
SectionEnd
