return await StaticBranch.Tool.App.RunAsync(args, StaticBranch.Tool.Terminal.Console);
