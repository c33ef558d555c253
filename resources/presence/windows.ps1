# Says twice a second, in one line of JSON, what this PC shows of its owner. Asks Windows only; writes nothing.
$ErrorActionPreference = 'SilentlyContinue'
Add-Type -TypeDefinition @'
using System;
using System.Runtime.InteropServices;
public static class Owner {
  [StructLayout(LayoutKind.Sequential)] public struct LastInput { public uint Size; public uint Time; }
  [StructLayout(LayoutKind.Sequential)] public struct Power {
    public byte Line, Flag, Percent, Saver; public int Life, FullLife; }
  [StructLayout(LayoutKind.Sequential)] public struct Pad {
    public uint Packet; public ushort Buttons; public byte LeftTrigger, RightTrigger; public short LX, LY, RX, RY; }
  [DllImport("shell32.dll")] public static extern int SHQueryUserNotificationState(out int state);
  [DllImport("user32.dll")] public static extern bool GetLastInputInfo(ref LastInput info);
  [DllImport("user32.dll")] public static extern IntPtr GetForegroundWindow();
  [DllImport("user32.dll")] public static extern uint GetWindowThreadProcessId(IntPtr window, out uint process);
  [DllImport("kernel32.dll")] public static extern bool GetSystemPowerStatus(out Power power);
  [DllImport("xinput1_4.dll")] public static extern int XInputGetState(int user, out Pad pad);
}
'@
[void][Windows.Networking.Connectivity.NetworkInformation, Windows.Networking.Connectivity, ContentType = WindowsRuntime]
$packets = @{}
$padAt = $null
$look = 0
$programs = @()
$metered = $null
while ($true) {
  # 2: a full-screen window, 3: Direct3D full screen, 4: a presentation.
  $state = 0
  $known = [Owner]::SHQueryUserNotificationState([ref]$state) -eq 0
  $name = ''
  if ($known -and ($state -in 2, 3, 4)) {
    $process = [uint32]0
    [void][Owner]::GetWindowThreadProcessId([Owner]::GetForegroundWindow(), [ref]$process)
    $name = [string](Get-Process -Id $process).ProcessName
  }
  $last = New-Object Owner+LastInput
  $last.Size = 8
  $idle = $null
  # Both count milliseconds in 32 bits and start over after weeks; the lower 31 of their distance are right.
  $ticks = [int64][Environment]::TickCount
  if ([Owner]::GetLastInputInfo([ref]$last)) { $idle = ($ticks - [int64]$last.Time) -band 0x7fffffff }
  foreach ($user in 0..3) {
    $pad = New-Object Owner+Pad
    if ([Owner]::XInputGetState($user, [ref]$pad) -eq 0) {
      if ($packets.ContainsKey($user) -and $packets[$user] -ne $pad.Packet) { $padAt = $ticks }
      $packets[$user] = $pad.Packet
    }
  }
  if ($padAt -ne $null) {
    $padIdle = ($ticks - $padAt) -band 0x7fffffff
    if ($idle -eq $null -or $padIdle -lt $idle) { $idle = $padIdle }
  }
  $power = New-Object Owner+Power
  $battery = $null
  if ([Owner]::GetSystemPowerStatus([ref]$power) -and $power.Line -in 0, 1) { $battery = $power.Line -eq 0 }
  if ($look % 2 -eq 0) {
    $programs = @([Diagnostics.Process]::GetProcesses() | ForEach-Object { $_.ProcessName } | Sort-Object -Unique)
  }
  if ($look % 10 -eq 0) {
    $connection = [Windows.Networking.Connectivity.NetworkInformation]::GetInternetConnectionProfile()
    # 1: unrestricted, 2: fixed, 3: variable.
    if ($connection) { $metered = [int]$connection.GetConnectionCost().NetworkCostType -in 2, 3 }
  }
  $look++
  $line = @{
    fullScreen = if (-not $known) { $null } elseif ($state -in 2, 4) { $name } else { $false }
    game = if (-not $known) { $null } elseif ($state -eq 3) { $name } else { $false }
    idleMs = $idle
    isOnBattery = $battery
    isMetered = $metered
    programs = $programs
  } | ConvertTo-Json -Compress
  [Console]::Out.WriteLine($line)
  [Console]::Out.Flush()
  Start-Sleep -Milliseconds 400
}
