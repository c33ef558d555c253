// Says twice a second, in one line of JSON, what this Mac shows of its owner. Run by osascript; writes nothing.
ObjC.import('Cocoa');
ObjC.import('CoreGraphics');

const screens = () => ObjC.unwrap($.NSScreen.screens).map((screen) => screen.frame.size);

// Windows of the ordinary layer and above that cover a whole screen belong to whoever fills it.
const fullScreen = () => {
  const options = $.kCGWindowListOptionOnScreenOnly | $.kCGWindowListExcludeDesktopElements;
  const windows = ObjC.deepUnwrap(ObjC.castRefToObject($.CGWindowListCopyWindowInfo(options, 0))) || [];
  const sizes = screens();
  for (const window of windows) {
    const bounds = window.kCGWindowBounds;
    const owner = window.kCGWindowOwnerName || '';
    if (!bounds || window.kCGWindowLayer !== 0 || owner === 'Finder') continue;
    if (sizes.some(({ width, height }) => bounds.Width >= width && bounds.Height >= height)) return owner;
  }
  return false;
};

const run = (command) => {
  const app = Application.currentApplication();
  app.includeStandardAdditions = true;
  return app.doShellScript(command);
};

let look = 0;
let isOnBattery = null;
for (;;) {
  if (look % 10 === 0) {
    try {
      const said = run('/usr/bin/pmset -g batt');
      isOnBattery = said.includes('InternalBattery') ? said.includes("'Battery Power'") : false;
    } catch {
      isOnBattery = null;
    }
  }
  look += 1;
  const idle = $.CGEventSourceSecondsSinceLastEventType($.kCGEventSourceStateCombinedSessionState, ~0);
  const programs = ObjC.unwrap($.NSWorkspace.sharedWorkspace.runningApplications).map((app) =>
    ObjC.unwrap(app.localizedName),
  );
  const line = JSON.stringify({
    fullScreen: fullScreen(),
    game: null,
    idleMs: Math.round(idle * 1000),
    isOnBattery,
    isMetered: null,
    programs: programs.filter((name) => typeof name === 'string'),
  });
  const data = $.NSString.alloc.initWithUTF8String(`${line}\n`).dataUsingEncoding($.NSUTF8StringEncoding);
  $.NSFileHandle.fileHandleWithStandardOutput.writeData(data);
  delay(0.4);
}
