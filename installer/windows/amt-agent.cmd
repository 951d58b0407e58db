@echo off
setlocal
rem What the environment tells Node to load, to open or to report is not for this program
set NODE_OPTIONS=
set NODE_PATH=
set NODE_REPL_EXTERNAL_MODULE=
set NODE_EXTRA_CA_CERTS=
set NODE_V8_COVERAGE=
set NODE_DEBUG=
"%~dp0node.exe" "%~dp0amt-agent.cjs" %*
