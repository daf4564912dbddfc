@echo off
rem Runs Maven: an installed one (MAVEN_HOME, PATH) if .mvn\wrapper.properties accepts its version, otherwise the pinned
rem one from %USERPROFILE%\.m2\wrapper, which is fetched first where it is missing. The same steps as in mvnw.
setlocal EnableExtensions DisableDelayedExpansion
for /f "usebackq eol=# tokens=1,* delims==" %%a in ("%~dp0.mvn\wrapper.properties") do set "pinned_%%a=%%b"

if defined JAVA_HOME (set "java=%JAVA_HOME%\bin\java.exe") else set "java=java"
"%java%" -version >nul 2>nul || (echo mvnw: no Java found ^(expected: a JDK in JAVA_HOME or PATH^) >&2 & exit /b 1)

set "mvn="
if defined MAVEN_HOME call :accept "%MAVEN_HOME%\bin\mvn.cmd"
if not defined mvn for %%m in (mvn.cmd) do call :accept "%%~$PATH:m"
if not defined mvn call :pinned || exit /b 1
rem Without `call`: Maven takes over, its exit code is this script's.
"%mvn%" %*

:accept
if not exist "%~1" exit /b 0
set "found="
for /f "tokens=3" %%v in ('call "%~1" --version 2^>nul ^| findstr /c:"Apache Maven"') do set "found=%%v"
if not defined found exit /b 0
call :number found %found%
call :number minimum %pinned_minimum%
call :number below %pinned_below%
if %number_found% GEQ %number_minimum% if %number_found% LSS %number_below% set "mvn=%~1"
exit /b 0

rem A version as a number that compares: 3009011 for 3.9.11. A qualifier does not count.
:number
for /f "tokens=1-3 delims=.-" %%a in ("%~2") do set /a "number_%~1=%%a*1000000+%%b*1000+%%c"
exit /b 0

:pinned
set "name=apache-maven-%pinned_version%"
set "store=%USERPROFILE%\.m2\wrapper"
set "mvn=%store%\%name%\bin\mvn.cmd"
if exist "%mvn%" exit /b 0
if defined MVNW_URL set "pinned_url=%MVNW_URL%"
set "work=%store%\fetch.%RANDOM%%RANDOM%"
mkdir "%work%" || exit /b 1
call :fetch
set "result=%ERRORLEVEL%"
rmdir /s /q "%work%"
exit /b %result%

rem curl, certutil and tar are part of Windows since version 1803. Only the finished Maven is moved to its place.
:fetch
echo mvnw: no Maven ^>= %pinned_minimum% and ^< %pinned_below% is installed; fetching %pinned_url% >&2
"%SystemRoot%\System32\curl.exe" -fsSL --retry 3 --connect-timeout 20 -o "%work%\maven.tar.gz" "%pinned_url%"
if errorlevel 1 (
  echo mvnw: could not fetch %pinned_url% ^(expected: an installed Maven, or MVNW_URL naming a mirror^) >&2
  exit /b 1
)
set "actual="
for /f "skip=1 tokens=*" %%h in ('certutil -hashfile "%work%\maven.tar.gz" SHA512') do if not defined actual set "actual=%%h"
if /i not "%actual%"=="%pinned_sha512%" (
  echo mvnw: SHA-512 of %pinned_url%: '%actual%' ^(expected: %pinned_sha512%^) >&2
  exit /b 1
)
"%SystemRoot%\System32\tar.exe" -xzf "%work%\maven.tar.gz" -C "%work%" || exit /b 1
if not exist "%store%\%name%" move "%work%\%name%" "%store%\%name%" >nul
if not exist "%mvn%" exit /b 1
exit /b 0
